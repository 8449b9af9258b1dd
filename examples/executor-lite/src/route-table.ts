import type { FastifyInstance, RouteOptions } from 'fastify'
import { type RouteConfig, type RouteDoc, routeConfigOf } from './route-config.ts'

/** One route as it was declared. */
export type RouteEntry = Pick<RouteConfig, 'access' | 'bucket'> & { readonly method: string; readonly path: string }

/** Every route of the service, collected while they are added. */
export class RouteTable {
  readonly #routes: RouteEntry[] = []
  readonly #docs = new Map<string, RouteDoc>()

  /** Must be called before the first route is added. */
  watch(app: FastifyInstance): void {
    app.addHook('onRoute', (route) => this.#add(route))
  }

  get routes(): readonly RouteEntry[] {
    return this.#routes
  }

  /** What a route says of itself. */
  docOf({ method, path }: RouteEntry): RouteDoc | undefined {
    return this.#docs.get(`${method} ${path}`)
  }

  /** Methods that a path does have; a path without any does not exist. */
  methodsFor(pathname: string): readonly string[] {
    const found = this.#routes.filter(({ path }) => matches(path, pathname)).map(({ method }) => method)
    return [...new Set(found)].sort()
  }

  #add(route: RouteOptions): void {
    const { access, bucket, doc } = routeConfigOf(route.config)
    for (const method of [route.method].flat()) {
      this.#routes.push({ method, path: route.url, access, bucket })
      if (doc !== undefined) this.#docs.set(`${method} ${route.url}`, doc)
    }
  }
}

function matches(pattern: string, pathname: string): boolean {
  const parts = pattern.split('/')
  const given = pathname.split('/')
  return (
    parts.length === given.length &&
    parts.every((part, i) => part === given[i] || (part.startsWith(':') && given[i] !== ''))
  )
}
