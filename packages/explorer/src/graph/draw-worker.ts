import { drawScene, type Palette } from './draw-scene.ts'
import type { View } from './explorer-state.ts'
import type { Scene } from './scene.ts'
import type { Size } from './view.ts'

/** What a page sends to the worker that draws. Each `draw` is answered with one picture. */
export type DrawRequest =
  | { readonly kind: 'scene'; readonly scene: Scene; readonly palette: Palette }
  | { readonly kind: 'places'; readonly x: Float32Array; readonly y: Float32Array }
  | { readonly kind: 'draw'; readonly view: View; readonly size: Size; readonly pixelRatio: number }

/** A picture, and where it looks: whoever looks elsewhere by then moves it there until the next one comes. */
export interface DrawAnswer {
  readonly picture: ImageBitmap
  readonly view: View
  readonly size: Size
}

interface WorkerScope {
  addEventListener(type: 'message', listener: (event: MessageEvent<DrawRequest>) => void): void
  postMessage(answer: DrawAnswer, transfer: Transferable[]): void
}

/** Draws in a worker of its own, so that no picture, however full, holds up the page. */
export function serveDrawings(scope: WorkerScope): void {
  const canvas = new OffscreenCanvas(1, 1)
  const context = canvas.getContext('2d')
  let scene: Scene | undefined
  let palette: Palette | undefined
  scope.addEventListener('message', ({ data }) => {
    if (data.kind === 'scene') ({ scene, palette } = data)
    else if (data.kind === 'places') scene = scene === undefined ? undefined : { ...scene, x: data.x, y: data.y }
    else if (context !== null && scene !== undefined && palette !== undefined) {
      const { view, size, pixelRatio } = data
      canvas.width = Math.max(1, Math.round(size.width * pixelRatio))
      canvas.height = Math.max(1, Math.round(size.height * pixelRatio))
      context.scale(pixelRatio, pixelRatio)
      drawScene(context, scene, palette, view, size)
      const picture = canvas.transferToImageBitmap()
      scope.postMessage({ picture, view, size }, [picture])
    }
  })
}
