import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { readSafetensors } from './read-safetensors.ts'
import { openSafetensors, writeSafetensors } from './safetensors-file.node.ts'
import { fileOf } from './test-file.test-kit.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'safetensors-'))
})
afterAll(() => rm(folder, { recursive: true }))

const source = (name: string, bytes: Uint8Array) => ({
  name,
  dtype: 'U8' as const,
  shape: [bytes.length],
  load: () => bytes,
})

test('tensors are written one after the other, and read one by one', async () => {
  const path = join(folder, 'a.safetensors')
  const loaded: string[] = []
  const tensors = ['a', 'b'].map((name, i) => ({
    ...source(name, Uint8Array.of(i, i)),
    load: async () => {
      loaded.push(name)
      return Uint8Array.of(i, i)
    },
  }))
  await writeSafetensors(path, tensors, new Map([['k', 'v']]))
  expect(loaded).toEqual(['a', 'b'])
  await using file = await openSafetensors(path)
  expect(file.header.metadata.get('k')).toBe('v')
  expect(await file.read('b')).toEqual({ dtype: 'U8', shape: [2], bytes: Uint8Array.of(1, 1) })
  await expect(file.read('c')).rejects.toThrow('The file has no tensor "c".')
  expect(readSafetensors(await readFile(path)).tensors.size).toBe(2)
})

test('a write that fails leaves the old file, and nothing beside it', async () => {
  const path = join(folder, 'b.safetensors')
  await writeSafetensors(path, [source('old', Uint8Array.of(7))])
  const failing = { ...source('new', Uint8Array.of(1)), load: () => Promise.reject(new Error('no more')) }
  await expect(writeSafetensors(path, [failing])).rejects.toThrow('no more')
  await expect(writeSafetensors(path, [{ ...source('new', Uint8Array.of(1)), shape: [2] }])).rejects.toThrow(
    'takes 2 bytes',
  )
  await using file = await openSafetensors(path)
  expect(file.header.entries.map(({ name }) => name)).toEqual(['old'])
  expect((await readdir(folder)).filter((name) => name.startsWith('b.'))).toEqual(['b.safetensors'])
})

test('a file may be written over while it is read', async () => {
  const path = join(folder, 'c.safetensors')
  await writeSafetensors(path, [source('x', Uint8Array.of(1, 2))])
  await using file = await openSafetensors(path)
  await writeSafetensors(path, [
    { ...source('y', Uint8Array.of(0, 0)), load: async () => (await file.read('x')).bytes },
  ])
  expect([...readSafetensors(await readFile(path)).tensors.get('y')!.bytes]).toEqual([1, 2])
})

test('files that are none are refused before they are read', async () => {
  const path = join(folder, 'd.safetensors')
  await writeFile(path, '')
  await expect(openSafetensors(path)).rejects.toThrow('this one has 0 bytes in all')
  await writeFile(path, 'PK\u0003\u0004 something else altogether')
  await expect(openSafetensors(path)).rejects.toMatchObject({ code: 'safetensors-header-too-large' })
  await writeFile(path, fileOf('{"a":{"dtype":"U8","shape":[2],"data_offsets":[0,2]}}', 1))
  await expect(openSafetensors(path)).rejects.toMatchObject({ code: 'safetensors-truncated' })
})

test('what cannot be read or written is said in words, the latter before a tensor is loaded', async () => {
  const none = join(folder, 'none')
  await expect(openSafetensors(none)).rejects.toMatchObject({
    code: 'safetensors-unreadable',
    message: `${none} cannot be read: there is no such file or folder.`,
  })
  await expect(openSafetensors(folder)).rejects.toThrow(`${folder} cannot be read: it is a folder.`)
  const load = vi.fn<() => Uint8Array>()
  const write = (path: string): Promise<void> => writeSafetensors(path, [{ ...source('x', new Uint8Array(1)), load }])
  await expect(write(folder)).rejects.toMatchObject({ code: 'file-unwritable' })
  await expect(write(folder)).rejects.toThrow(`${folder} cannot be written: it is a folder.`)
  await expect(write(join(none, 'x'))).rejects.toThrow('x cannot be written: there is no such file or folder.')
  expect(load).not.toHaveBeenCalled()
})

test('a file that becomes shorter while it is open is noticed', async () => {
  const path = join(folder, 'e.safetensors')
  await writeSafetensors(path, [source('x', new Uint8Array(100))])
  await using file = await openSafetensors(path)
  await truncate(path, 90)
  await expect(file.read('x')).rejects.toMatchObject({ code: 'safetensors-truncated' })
})
