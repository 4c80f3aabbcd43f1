import { expect, test, vi } from 'vitest'
import { input, neg } from '../graph/primitives.ts'
import { trace } from '../graph/trace.ts'
import type { DeviceTensor } from '../runtime/backend.ts'
import { openBackend } from '../runtime/open-backend.node.ts'
import { Program } from '../runtime/program.ts'
import { Prepared } from './prepared.ts'

test('inputs and outputs that were made for a program go with it', async () => {
  const backend = await openBackend('cpu')
  const program = await Program.compile(trace({ y: neg(input('x', [4])) }), backend)
  const made: DeviceTensor[] = []
  const [upload, run] = [backend.upload.bind(backend), program.run.bind(program)]
  vi.spyOn(backend, 'upload').mockImplementation((tensor) => {
    const uploaded = upload(tensor)
    if (tensor.shape.length === 1) made.push(uploaded)
    return uploaded
  })
  const fed: DeviceTensor[] = []
  vi.spyOn(program, 'run').mockImplementation(async (feeds, into) => {
    fed.push(...(Object.values(feeds) as DeviceTensor[]))
    return run(feeds, into)
  })
  const prepared = await Prepared.make(program)
  await prepared.run()
  const disposals = [made[0]!, ...fed].map((tensor) => vi.spyOn(tensor, 'dispose'))
  expect(disposals).toHaveLength(2)
  await prepared.dispose()
  for (const dispose of disposals) expect(dispose).toHaveBeenCalledOnce()
})
