import type { ComponentType } from 'preact'
import type { RouteName } from '../routes.ts'

type ViewModule = { readonly default: ComponentType }

/** Each view is a chunk of its own, with its words and its styles. */
export const VIEWS: Readonly<Record<RouteName, () => Promise<ViewModule>>> = {
  home: () => import('../features/home/view.tsx'),
  backtest: () => import('../features/backtest/view.tsx'),
  history: () => import('../features/backtest/history/history-view.tsx'),
  compare: () => import('../features/backtest/history/compare-view.tsx'),
  guardrails: () => import('../features/guardrails/view.tsx'),
  audit: () => import('../features/audit/view.tsx'),
}
