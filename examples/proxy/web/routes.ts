/** Every address of the page. The server reads this too, so nothing of the browser may be imported here. */
export const ROUTES = {
  home: '/',
  backtest: '/backtest',
  history: '/backtest/history',
  compare: '/backtest/compare',
  guardrails: '/guardrails',
  audit: '/audit',
} as const

export type RouteName = keyof typeof ROUTES

/** Paths that are answered with the page itself. */
export const PAGE_PATHS: readonly string[] = Object.values(ROUTES)
