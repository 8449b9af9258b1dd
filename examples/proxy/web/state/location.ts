import { ROUTES, type RouteName } from '../routes.ts'

/** Where the page is. */
export type PageLocation = {
  /** `null`: there is no view at this path. */
  readonly route: RouteName | null
  readonly path: string
  /** With its question mark, or empty. */
  readonly query: string
}

const NAMES = new Map(Object.entries(ROUTES).map(([name, path]) => [path as string, name as RouteName]))

export function parseLocation({ pathname, search }: Pick<URL, 'pathname' | 'search'>): PageLocation {
  const path = pathname.replace(/\/+$/, '') || ROUTES.home
  return { route: NAMES.get(path) ?? null, path, query: search }
}

/** Links to a run were `/?run=<id>` once; where such a one leads today, or null for any other address. */
export function movedTo({ pathname, search }: Pick<URL, 'pathname' | 'search'>): string | null {
  const isOld = pathname === ROUTES.home && new URLSearchParams(search).has('run')
  return isOld ? `${ROUTES.backtest}${search}` : null
}

type Query = Readonly<Record<string, string>>

/** The address of a view, for a link. */
export function addressOf(route: RouteName, query: Query = {}): string {
  const search = new URLSearchParams(query).toString()
  return search === '' ? ROUTES[route] : `${ROUTES[route]}?${search}`
}
