import { expect, test } from 'vitest'
import { openBackend } from '../runtime/open-backend.node.ts'
import { measureModel } from './model.ts'

test('a model that does not fit the memory is refused before anything of it is made', async () => {
  const config = { vocabulary: 2 ** 50, width: 8, depth: 1, heads: 1, context: 8 }
  const measured = measureModel(await openBackend('cpu'), { config, sequences: 1, blocks: 2 })
  await expect(measured).rejects.toThrow(expect.objectContaining({ code: 'out-of-memory' }))
})
