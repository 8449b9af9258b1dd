/** Who may use a route: `open` to anybody, else an operator of that role. */
export type RouteAccess = 'open' | 'viewer' | 'operator' | 'risk' | 'admin'

/** What each route declares in its `config`: who may use it, and which bucket its requests are counted in. */
export type RouteConfig = {
  readonly access: RouteAccess
  /**
   * `requests`: the limit of the service. `watching`: ten times that, for the routes that are asked again and again while a
   * backtest runs. `uncounted`: probes and scrapes, which must not starve.
   */
  readonly bucket: 'requests' | 'watching' | 'uncounted'
}

/** Used for whatever has no route. */
export const DEFAULT_ROUTE: RouteConfig = { access: 'open', bucket: 'requests' }

/** A route's config, from its options. */
export function routeConfigOf(config: object | undefined): RouteConfig {
  const { access, bucket }: Partial<RouteConfig> = { ...config }
  return access === undefined || bucket === undefined ? DEFAULT_ROUTE : { access, bucket }
}
