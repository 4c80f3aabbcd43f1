import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { dirname, extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Rolldown } from 'vite'

export interface ServedPage {
  readonly origin: string
  close(): Promise<void>
}

const types: Readonly<Record<string, string>> = {
  '': 'text/html',
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.wasm': 'application/wasm',
}

// Isolated, which lets WebAssembly have threads.
const headers = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' }

const html = '<!doctype html><title>peers</title><script type="module" src="/page.js"></script>'

/** The page of the peers, bundled and served on loopback. */
export async function servePage(): Promise<ServedPage> {
  const files = await bundle()
  files.set('', html)
  for (const name of ['', '-simd', '-threaded-simd'].map((kind) => `tfjs-backend-wasm${kind}.wasm`))
    files.set(name, await readFile(join(dirname(pathOf('@tensorflow/tfjs-backend-wasm')), name)))
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname.slice(1)
    const body = files.get(path)
    const type = types[extname(path)] ?? 'application/octet-stream'
    response.writeHead(body === undefined ? 404 : 200, { ...headers, 'Content-Type': type })
    response.end(body)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

function pathOf(module: string): string {
  return fileURLToPath(import.meta.resolve(module))
}

/** Every file of the bundle by its path. The page beside this file is a source here and compiled where it is published. */
async function bundle(): Promise<Map<string, string | Uint8Array>> {
  const { build } = await import('vite')
  const { output } = (await build({
    configFile: false,
    logLevel: 'error',
    root: import.meta.dirname,
    build: {
      write: false,
      minify: false,
      target: 'esnext',
      assetsInlineLimit: 0,
      rolldownOptions: {
        input: join(import.meta.dirname, `page${extname(import.meta.filename)}`),
        output: { entryFileNames: 'page.js' },
      },
    },
    worker: { format: 'es' },
  })) as Rolldown.RolldownOutput
  return new Map(output.map((file) => [file.fileName, file.type === 'chunk' ? file.code : file.source]))
}
