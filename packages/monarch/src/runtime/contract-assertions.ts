/** What the contract of backends asserts with, where there may be no test runner. */

/** Backends compute in float32, each in an order of its own. */
export const usualTolerance = 2e-5

export function assertNear(
  what: string,
  found: ArrayLike<number> | undefined,
  expected: ArrayLike<number> | undefined,
  tolerance = usualTolerance,
): void {
  if (found === undefined || expected === undefined) throw new Error(`${what}: there is no answer`)
  assertEqual(`${what}: elements`, found.length, expected.length)
  for (let i = 0; i < expected.length; i++) {
    const [value, wanted] = [found[i] ?? Number.NaN, expected[i] ?? Number.NaN]
    if (!(Math.abs(value - wanted) <= tolerance * (1 + Math.abs(wanted))))
      throw new Error(`${what}: element ${i} is ${value}, and should be ${wanted}`)
  }
}

export function assertEqual(what: string, found: unknown, expected: unknown): void {
  const [text, wanted] = [JSON.stringify(found), JSON.stringify(expected)]
  if (text !== wanted) throw new Error(`${what}: ${text}, and should be ${wanted}`)
}

export async function assertRejects(
  promise: Promise<unknown>,
  expected: abstract new (...args: never[]) => Error,
  message: string,
): Promise<void> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (!(error instanceof expected) || !error.message.includes(message))
    throw new Error(`a ${expected.name} that says "${message}" should come, and this came: ${String(error)}`)
}
