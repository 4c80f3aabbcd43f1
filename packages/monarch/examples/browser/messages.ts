/** What the page and its worker say to each other. One worker serves one choice of settings; another choice gets another. */
export const modelNames = ['dense', 'monarch'] as const
export type ModelName = (typeof modelNames)[number]

export interface Settings {
  readonly width: number
  readonly blocks: number
  readonly backend: 'wasm' | 'webgpu'
}

export interface ModelSize {
  /** Numbers in the weight matrices of the layers. */
  readonly layers: number
  readonly all: number
}

/** A step that is done. */
export interface LossPoint {
  readonly step: number
  /** That this model itself has computed since its first step. */
  readonly seconds: number
  readonly loss: number
}

export interface Picture {
  readonly rows: number
  readonly columns: number
  /** Row-major. */
  readonly data: Float32Array
}

export interface ProjectionPictures {
  readonly dense: Picture
  readonly monarch: Picture
  readonly difference: Picture
  /** Both block-diagonal, NaN outside of their blocks. */
  readonly factors: readonly [first: Picture, second: Picture]
  readonly relativeError: number
  readonly parameters: { readonly dense: number; readonly monarch: number }
}

export type Order =
  | { readonly kind: 'build'; readonly settings: Settings }
  | { readonly kind: 'run' }
  | { readonly kind: 'pause' }
  | { readonly kind: 'project'; readonly matrix: string; readonly blocks: number }

export type Report =
  /** `layers` are the names of the linear layers, which both models have. */
  | { readonly kind: 'ready'; readonly sizes: Record<ModelName, ModelSize>; readonly layers: readonly string[] }
  | { readonly kind: 'step'; readonly model: ModelName; readonly point: LossPoint }
  | { readonly kind: 'paused' }
  | { readonly kind: 'projected'; readonly matrix: string; readonly pictures: ProjectionPictures }
  | { readonly kind: 'failed'; readonly message: string }
