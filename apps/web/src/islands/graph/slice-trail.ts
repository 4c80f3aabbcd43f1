/** Whom a reader has looked around from, first to last; kept in the history of the browser, so that Back goes back. */
export interface TrailStep {
  readonly id: string
  readonly label: string
}

export type Trail = readonly [TrailStep, ...TrailStep[]]

const stepsAtMost = 24
const labelAtMost = 200

/** The trail after a step: where the step has been before, everything after that is left. */
export function extendTrail(trail: Trail, step: TrailStep): Trail {
  const known = trail.findIndex(({ id }) => id === step.id)
  const before = known < 0 ? trail : trail.slice(0, known)
  const [first, ...rest] = [...before, step]
  if (first === undefined) return [step]
  // The first is whose page this is, and always stays.
  return [first, ...rest.slice(1 - stepsAtMost)]
}

export function lastOf(trail: Trail): TrailStep {
  return trail.at(-1) ?? trail[0]
}

/** `#graph=A2`, or nothing where the page's own entity is in focus. */
export function addressOf(trail: Trail): string {
  return trail.length === 1 ? '' : `#graph=${lastOf(trail).id}`
}

/** The id in `#graph=A2`; '' where the address names none, undefined where it is about something else of the page. */
export function focusIn(hash: string): string | undefined {
  if (hash === '' || hash === '#') return ''
  return /^#graph=([AWITS][1-9]\d{0,15})$/.exec(hash)?.[1]
}

/** A trail that was kept in the history of this page; undefined for anything else. */
export function parseTrail(state: unknown, own: TrailStep): Trail | undefined {
  const steps = (state as { readonly trail?: unknown } | null)?.trail
  if (!Array.isArray(steps) || steps.length > stepsAtMost || !steps.every(isStep)) return undefined
  const [first, ...rest] = steps
  return first?.id === own.id ? [own, ...rest] : undefined
}

function isStep(value: unknown): value is TrailStep {
  const step = value as TrailStep | null
  return typeof step?.id === 'string' && typeof step.label === 'string' && step.label.length <= labelAtMost
}
