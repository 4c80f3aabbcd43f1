import { drawOverlay, type Marks, type OverlayStyle } from './draw-overlay.ts'
import type { Palette } from './draw-scene.ts'
import type { DrawAnswer, DrawRequest } from './draw-worker.ts'
import type { View } from './explorer-state.ts'
import type { Scene } from './scene.ts'
import type { Size } from './view.ts'

/**
 * A graph on a page. A worker draws nodes and edges on a picture that reaches beyond what is seen; while somebody pans
 * or zooms, that picture is moved as it is, and a new one takes its place as soon as the worker has drawn it. So a frame
 * costs the same however much there is to draw, with a graphics card or without. Names and marks are drawn over it.
 */
export interface PictureContent {
  readonly scene: Scene
  readonly labels: readonly string[]
  readonly order: readonly number[]
  readonly marks: Marks
  readonly palette: Palette
  readonly style: OverlayStyle
}

/** Thrown where the browser lacks what the picture is drawn with. */
export class CannotDrawError extends Error {
  readonly code = 'cannot-draw'

  constructor() {
    super('This browser cannot draw in the background, which the picture needs. The tables say the same.')
    this.name = 'CannotDrawError'
  }
}

/** On each side, as a share of what is seen. */
const overscan = 0.3
const restMs = 90
const movedMs = 320

export class GraphPicture {
  readonly #workerUrl: string
  #worker: Worker
  readonly #base = document.createElement('canvas')
  readonly #over = document.createElement('canvas')
  readonly #bitmap: ImageBitmapRenderingContext
  readonly #ink: CanvasRenderingContext2D
  readonly #sizes: ResizeObserver
  #content: PictureContent | undefined
  #view: View = { x: 0, y: 0, zoom: 1 }
  #size: Size = { width: 1, height: 1 }
  #drawn: DrawAnswer | undefined
  #isDrawing = false
  #isStale = false
  #frame = 0
  #movedAt = 0
  #tween: { readonly from: Scene; readonly to: Scene; readonly startedAt: number } | undefined
  /** Called once a picture of the content at hand is seen. */
  onDrawn: () => void = () => undefined
  /** Called where the worker does not load, or breaks. */
  onFailed: () => void = () => undefined

  /** @throws {CannotDrawError} */
  constructor(container: HTMLElement, workerUrl: string) {
    const [bitmap, ink] = [this.#base.getContext('bitmaprenderer'), this.#over.getContext('2d')]
    if (typeof OffscreenCanvas === 'undefined' || bitmap === null || ink === null) throw new CannotDrawError()
    ;[this.#bitmap, this.#ink] = [bitmap, ink]
    this.#workerUrl = workerUrl
    this.#worker = this.#startWorker()
    this.#base.className = 'base'
    this.#over.className = 'overlay'
    for (const canvas of [this.#base, this.#over]) canvas.setAttribute('aria-hidden', 'true')
    container.append(this.#base, this.#over)
    this.#size = { width: container.clientWidth, height: container.clientHeight }
    this.#sizes = new ResizeObserver(() => {
      this.#size = { width: container.clientWidth, height: container.clientHeight }
      this.#isStale = true
      this.#schedule()
    })
    this.#sizes.observe(container)
  }

  #startWorker(): Worker {
    const worker = new Worker(this.#workerUrl, { type: 'module' })
    worker.addEventListener('message', ({ data }: MessageEvent<DrawAnswer>) => this.#take(data))
    worker.addEventListener('error', () => this.onFailed())
    return worker
  }

  /** Begins with a worker anew; the content at hand is to be shown again. */
  restart(): void {
    this.#worker.terminate()
    this.#worker = this.#startWorker()
    this.#isDrawing = false
  }

  get view(): View {
    return this.#view
  }

  get size(): Size {
    return this.#size
  }

  get content(): PictureContent | undefined {
    return this.#content
  }

  get scene(): Scene | undefined {
    return this.#tween?.to ?? this.#content?.scene
  }

  remove(): void {
    this.#sizes.disconnect()
    this.#worker.terminate()
    cancelAnimationFrame(this.#frame)
    this.#base.remove()
    this.#over.remove()
  }

  show(content: PictureContent): void {
    this.#tween = undefined
    this.#content = content
    this.#send({ kind: 'scene', scene: content.scene, palette: content.palette })
    this.#isStale = true
    this.#schedule()
  }

  /** What stands out, and nothing else, is different. */
  mark(marks: Marks): void {
    if (this.#content === undefined) return
    this.#content = { ...this.#content, marks }
    this.#schedule()
  }

  /** Nodes go to other places: at once, or seen to move there. */
  moveNodes(x: Float32Array, y: Float32Array, isSeen: boolean): void {
    if (this.#content === undefined) return
    const [from, to] = [this.#content.scene, { ...this.#content.scene, x, y }]
    if (isSeen) this.#tween = { from, to, startedAt: performance.now() }
    else this.#place(to)
    this.#schedule()
  }

  look(view: View): void {
    this.#view = view
    this.#movedAt = performance.now()
    this.#schedule()
  }

  #send(request: DrawRequest): void {
    this.#worker.postMessage(request, [])
  }

  #place(scene: Scene): void {
    if (this.#content === undefined) return
    this.#content = { ...this.#content, scene }
    this.#send({ kind: 'places', x: scene.x, y: scene.y })
    this.#isStale = true
  }

  #schedule(): void {
    this.#frame ||= requestAnimationFrame((now) => this.#tick(now))
  }

  #tick(now: number): void {
    this.#frame = 0
    // The worker answers nothing that it has no scene for.
    if (this.#content === undefined) return
    this.#advance(now)
    this.#drawOver()
    this.#setBase()
    if (!this.#isDrawing && (this.#isStale || this.#isDue(now))) this.#ask()
    if (this.#tween !== undefined || (!this.#isDrawing && this.#isElsewhere())) this.#schedule()
  }

  #advance(now: number): void {
    if (this.#tween === undefined) return
    const { from, to, startedAt } = this.#tween
    const share = Math.min(1, Math.max(0, (now - startedAt) / movedMs))
    const eased = 1 - (1 - share) ** 3
    const between = (a: Float32Array, b: Float32Array): Float32Array =>
      b.map((value, n) => (a[n] ?? value) + (value - (a[n] ?? value)) * eased)
    if (share === 1) this.#tween = undefined
    this.#place(share === 1 ? to : { ...to, x: between(from.x, to.x), y: between(from.y, to.y) })
  }

  #drawOver(): void {
    if (this.#content === undefined) return
    const { devicePixelRatio: ratio } = window
    const [width, height] = [Math.round(this.#size.width * ratio), Math.round(this.#size.height * ratio)]
    if (this.#over.width !== width || this.#over.height !== height) Object.assign(this.#over, { width, height })
    this.#ink.setTransform(ratio, 0, 0, ratio, 0, 0)
    drawOverlay(this.#ink, { ...this.#content, view: this.#view, size: this.#size })
  }

  /** Moves the picture that was drawn last to where it belongs by now. */
  #setBase(): void {
    if (this.#drawn === undefined) return
    const { view, size } = this.#drawn
    const scale = this.#view.zoom / view.zoom
    const x = this.#size.width / 2 + (view.x - this.#view.x) * this.#view.zoom - (size.width / 2) * scale
    const y = this.#size.height / 2 + (view.y - this.#view.y) * this.#view.zoom - (size.height / 2) * scale
    this.#base.style.transform = `translate(${x}px, ${y}px) scale(${scale})`
  }

  #isElsewhere(): boolean {
    return this.#drawn !== undefined && this.#drawn.view !== this.#view
  }

  /** The view has come to rest, or is about to leave what has been drawn. */
  #isDue(now: number): boolean {
    if (this.#drawn === undefined || !this.#isElsewhere()) return false
    if (now - this.#movedAt > restMs) return true
    const { view } = this.#drawn
    const moved = Math.max(
      Math.abs(view.x - this.#view.x) / this.#size.width,
      Math.abs(view.y - this.#view.y) / this.#size.height,
    )
    return moved * this.#view.zoom > overscan * 0.5 || Math.abs(Math.log2(this.#view.zoom / view.zoom)) > 0.5
  }

  #ask(): void {
    this.#isDrawing = true
    this.#isStale = false
    const size = {
      width: Math.round(this.#size.width * (1 + 2 * overscan)),
      height: Math.round(this.#size.height * (1 + 2 * overscan)),
    }
    this.#send({ kind: 'draw', view: this.#view, size, pixelRatio: Math.min(2, devicePixelRatio) })
  }

  #take(answer: DrawAnswer): void {
    this.#isDrawing = false
    this.#drawn = answer
    this.#base.width = answer.picture.width
    this.#base.height = answer.picture.height
    this.#base.style.width = `${answer.size.width}px`
    this.#base.style.height = `${answer.size.height}px`
    this.#bitmap.transferFromImageBitmap(answer.picture)
    this.#setBase()
    this.onDrawn()
    this.#schedule()
  }
}
