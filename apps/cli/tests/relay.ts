import { once } from 'node:events'
import { connect, createServer, type Server, type Socket } from 'node:net'

/** A way to a database that can be cut, mended, and frozen: what a network does to one. */
export interface Relay {
  /** The database's URL, by way of the relay. */
  readonly url: string
  /** Breaks every connection, and refuses new ones. */
  cut(): Promise<void>
  mend(): Promise<void>
  /** Leaves every connection open, and lets nothing through. */
  freeze(): void
}

export async function startRelay(databaseUrl: string): Promise<Relay> {
  const target = new URL(databaseUrl)
  const sockets = new Set<Socket>()
  let isFrozen = false
  let server = await listen(0)
  const port = portOf(server)

  async function listen(at: number): Promise<Server> {
    const listening = createServer(relay).listen(at, '127.0.0.1')
    await once(listening, 'listening')
    return listening
  }

  function relay(near: Socket): void {
    const far = connect(Number(target.port), target.hostname)
    pass(near, far)
    pass(far, near)
  }

  function pass(from: Socket, to: Socket): void {
    sockets.add(from)
    from.on('data', (chunk) => {
      if (!isFrozen) to.write(chunk)
    })
    // Whatever broke, the other side is told by the end of its connection.
    from.on('error', () => undefined)
    from.on('close', () => {
      sockets.delete(from)
      to.destroy()
    })
  }

  const url = new URL(databaseUrl)
  url.port = String(port)
  return {
    url: url.href,
    async cut() {
      const closed = once(server, 'close')
      server.close()
      for (const socket of sockets) socket.destroy()
      await closed
    },
    async mend() {
      isFrozen = false
      server = await listen(port)
    },
    freeze() {
      isFrozen = true
    },
  }
}

function portOf(server: Server): number {
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('internal: a listening server has a port')
  return address.port
}
