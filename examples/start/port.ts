import { createServer } from 'node:net'

/** Whether nobody listens on this port of 127.0.0.1. */
export function isPortFree(port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(false)
      else reject(error)
    })
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)))
  })
}

/** @throws Error that says which variable chooses another port */
export async function demandFreePort(port: number, service: string, variable: string): Promise<void> {
  if (await isPortFree(port)) return
  throw new Error(
    `Port ${port} for the ${service} is taken. Stop what listens there, or choose another: ${variable}=${port + 1} npm start`,
  )
}
