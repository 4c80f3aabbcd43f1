export interface Timed<Result> {
  /** Of one run. */
  readonly ms: number
  /** What the first run answered. */
  readonly first: Result
}

/**
 * The threads of the session or engine before it in turn look for work a moment longer before they sleep, and would
 * take the processor from this one.
 */
const restMs = 60

const runs = 4

/**
 * Times runs that follow each other, as they do in training, after one that finds threads asleep and caches cold.
 * @param fence ends when the runs are done, where they answer before that
 */
export async function timeInARow<Result>(
  run: () => Promise<Result>,
  fence: () => Promise<void> = async () => undefined,
): Promise<Timed<Result>> {
  await new Promise((resolve) => {
    setTimeout(resolve, restMs)
  })
  const first = await run()
  await fence()
  const start = performance.now()
  for (let i = 0; i < runs; i++) await run()
  await fence()
  return { ms: (performance.now() - start) / runs, first }
}
