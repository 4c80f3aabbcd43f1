import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { build, type Rolldown } from 'vite'

export interface ServedPage {
  readonly origin: string
  close(): Promise<void>
}

const types: Readonly<Record<string, string>> = {
  js: 'text/javascript',
  mjs: 'text/javascript',
  wasm: 'application/wasm',
}
const html = '<!doctype html><title>monarch</title><script type="module" src="/page.js"></script>'

/** The page, bundled, on loopback, with the headers that let it have threads. */
export async function servePage(): Promise<ServedPage> {
  const files = await bundle()
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname.slice(1)
    const body = path === '' ? html : files.get(path)
    const type = path === '' ? 'text/html' : types[path.split('.').at(-1) ?? '']
    response.writeHead(body === undefined ? 404 : 200, {
      'Content-Type': type ?? 'application/octet-stream',
      'Cross-Origin-Opener-Policy': 'same-origin',
      'Cross-Origin-Embedder-Policy': 'require-corp',
    })
    response.end(body)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    origin: `http://127.0.0.1:${port}`,
    async close() {
      server.close()
      server.closeAllConnections()
      await once(server, 'close')
    },
  }
}

/** Every file of the bundle by its path. */
async function bundle(): Promise<Map<string, string | Uint8Array>> {
  const output = (await build({
    configFile: false,
    logLevel: 'warn',
    root: import.meta.dirname,
    build: {
      write: false,
      minify: false,
      target: 'esnext',
      rolldownOptions: { input: join(import.meta.dirname, 'page.ts'), output: { entryFileNames: 'page.js' } },
    },
    worker: { format: 'es' },
  })) as Rolldown.RolldownOutput
  return new Map(output.output.map((file) => [file.fileName, file.type === 'chunk' ? file.code : file.source]))
}
