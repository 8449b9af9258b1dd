import { existsSync } from 'node:fs'
import path from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import { ProblemError, problem } from './problem.ts'

/** Vite puts a hash of the content into each of these names, so they never change. */
const HASHED_ASSETS = `${path.sep}assets${path.sep}`

/** Serves the built page from `directory`; while it has not been built, `/` says how to build it. */
export async function servePage(app: FastifyInstance, directory: string): Promise<void> {
  if (!existsSync(path.join(directory, 'index.html'))) {
    app.get('/', () => {
      throw new ProblemError(
        problem(503, 'page-not-built', 'The page is not built', 'Run "npm start" once: it builds the page.'),
      )
    })
    return
  }
  await app.register(fastifyStatic, {
    root: directory,
    // Files are listed once at the start: no request path is ever joined to a directory.
    wildcard: false,
    cacheControl: false,
    setHeaders(reply, file) {
      const immutable = file.includes(HASHED_ASSETS)
      reply.header('cache-control', immutable ? 'public, max-age=31536000, immutable' : 'no-cache')
    },
  })
}
