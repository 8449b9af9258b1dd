import type { FastifyInstance, RouteOptions } from 'fastify'
import type { RouteConfig } from './guard.ts'

/** One route as `/__routes` lists it. */
export type RouteEntry = { readonly method: string; readonly path: string; readonly access: RouteConfig['access'] }

/** Every route of the service, collected while they are added. */
export class RouteTable {
  readonly #routes: RouteEntry[] = []

  /** Must be called before the first route is added. */
  watch(app: FastifyInstance): void {
    app.addHook('onRoute', (route) => this.#add(route))
  }

  get routes(): readonly RouteEntry[] {
    return this.#routes
  }

  /** Methods that a path does have; a path without any does not exist. */
  methodsFor(pathname: string): readonly string[] {
    const found = this.#routes.filter(({ path }) => matches(path, pathname)).map(({ method }) => method)
    return [...new Set(found)].sort()
  }

  #add(route: RouteOptions): void {
    const config: Partial<RouteConfig> = { ...route.config }
    for (const method of [route.method].flat()) {
      this.#routes.push({ method, path: route.url, access: config.access ?? 'open' })
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
