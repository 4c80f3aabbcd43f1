import { findCommunities } from './find-communities.ts'
import { Layout, type LayoutTask, stepsFor } from './layout.ts'

/** What a page sends to the worker that computes, and what comes back; `id` tells which question is answered. */
export type LayoutRequest =
  | ({ readonly kind: 'layout'; readonly id: number } & LayoutTask)
  | {
      readonly kind: 'communities'
      readonly id: number
      readonly nodes: number
      readonly ends: Uint32Array
      readonly weight: Float32Array
    }

export type LayoutAnswer =
  | {
      readonly kind: 'layout'
      readonly id: number
      readonly x: Float32Array
      readonly y: Float32Array
      readonly isDone: boolean
    }
  | { readonly kind: 'communities'; readonly id: number; readonly membership: Uint16Array }

interface WorkerScope {
  addEventListener(type: 'message', listener: (event: MessageEvent<LayoutRequest>) => void): void
  postMessage(answer: LayoutAnswer, transfer: Transferable[]): void
}

/** A layout that takes longer is shown as it comes along. */
const shownEveryMs = 120

/** Answers in a worker of its own; a newer layout ends an older one. */
export function serveLayouts(scope: WorkerScope): void {
  let latest = 0
  scope.addEventListener('message', ({ data }) => {
    if (data.kind === 'communities') {
      const membership = findCommunities(data.nodes, data.ends, data.weight)
      scope.postMessage({ kind: 'communities', id: data.id, membership }, [membership.buffer])
      return
    }
    latest = data.id
    void runLayout(data, scope, () => latest === data.id)
  })
}

async function runLayout(
  task: Extract<LayoutRequest, { kind: 'layout' }>,
  scope: WorkerScope,
  isWanted: () => boolean,
): Promise<void> {
  const layout = new Layout(task)
  const steps = stepsFor(task.x.length)
  let shownAt = performance.now()
  for (let step = 1; step <= steps; step++) {
    layout.step()
    const isDone = step === steps
    if (!isDone && performance.now() - shownAt < shownEveryMs) continue
    const { x, y } = layout.places()
    scope.postMessage({ kind: 'layout', id: task.id, x, y, isDone }, [x.buffer, y.buffer])
    // Lets a newer question in.
    await new Promise((resolve) => {
      setTimeout(resolve, 0)
    })
    if (!isWanted()) return
    shownAt = performance.now()
  }
}
