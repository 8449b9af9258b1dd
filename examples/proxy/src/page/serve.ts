import { existsSync } from 'node:fs'
import path from 'node:path'
import fastifyStatic from '@fastify/static'
import { ProblemError, problem } from '@tezgah-examples/service-kit/problem'
import type { FastifyInstance } from 'fastify'
import { PAGE_PATHS } from '../../web/routes.ts'

/** Vite puts a hash of the content into each of these names, so they never change. */
const HASHED_ASSETS = `${path.sep}assets${path.sep}`

const INDEX = 'index.html'

/** Serves the built page from `directory`; where none was built, its paths answer how to build it. */
export async function servePage(app: FastifyInstance, directory: string): Promise<void> {
  if (!existsSync(path.join(directory, INDEX))) {
    for (const pagePath of PAGE_PATHS) {
      app.get(pagePath, () => {
        throw new ProblemError(
          problem(503, 'page-not-built', 'The page is not built', 'Run "npm start" once: it builds the page.'),
        )
      })
    }
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
  // The root is a file of the folder already.
  for (const pagePath of PAGE_PATHS.slice(1)) app.get(pagePath, (_request, reply) => reply.sendFile(INDEX))
}
