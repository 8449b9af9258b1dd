import Fastify from 'fastify'

/** The least that Fastify does for a request: what the routes of the service are compared with. */
const app = Fastify()
app.get('/bare', async () => ({ status: 'ok' }))
process.stdout.write(`bare listens on ${await app.listen({ host: '127.0.0.1', port: 0 })}\n`)
