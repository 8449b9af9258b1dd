import { connect, createServer, type Socket } from 'node:net'

/** A way to a server that can be cut: what is sent is taken, nothing arrives, and no connection is closed. */
export type CutOffProxy = {
  /** The same address through the proxy. */
  readonly urlOf: (url: string) => string
  readonly cut: () => void
  /** What was held back arrives late. */
  readonly heal: () => void
  /** Cuts it when this many more chunks have gone to the server, and resolves then: a small statement is one chunk. */
  readonly cutAfter: (chunks: number) => Promise<void>
  /** Chunks that have gone to the server. */
  readonly sent: () => number
  /** Closes every connection, and whatever was on its way is lost; new ones pass. */
  readonly drop: () => void
  readonly close: () => Promise<void>
}

export async function startCutOffProxy(target: string): Promise<CutOffProxy> {
  const { hostname, port } = new URL(target)
  const sockets = new Set<Socket>()
  let isCut = false
  let sent = 0
  let last = Number.POSITIVE_INFINITY
  let reached = () => {}
  const setCut = (value: boolean) => {
    isCut = value
    for (const socket of sockets) value ? socket.pause() : socket.resume()
  }
  const pass = (from: Socket, to: Socket, count: boolean) => {
    sockets.add(from)
    from.on('data', (chunk: Buffer) => {
      to.write(chunk)
      if (!count || ++sent < last) return
      last = Number.POSITIVE_INFINITY
      setCut(true)
      reached()
    })
    from.on('error', () => to.destroy())
    from.on('close', () => {
      sockets.delete(from)
      // A cut network carries no goodbye either.
      if (!isCut) to.destroy()
    })
    if (isCut) from.pause()
  }
  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname)
    pass(client, upstream, true)
    pass(upstream, client, false)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the proxy has no port')
  return {
    urlOf: (url) => Object.assign(new URL(url), { hostname: '127.0.0.1', port: String(address.port) }).href,
    cut: () => setCut(true),
    heal: () => {
      last = Number.POSITIVE_INFINITY
      setCut(false)
    },
    cutAfter: (chunks) =>
      new Promise((resolve) => {
        last = sent + chunks
        reached = resolve
      }),
    sent: () => sent,
    drop: () => {
      for (const socket of sockets) socket.destroy()
      setCut(false)
    },
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve))
      for (const socket of sockets) socket.destroy()
      await closed
    },
  }
}
