import type { AccountSettings } from '../account/account.ts'
import { ceilQuotient } from '../market/rounding.ts'
import { Decimal, ONE, ZERO } from '../money/decimal.ts'
import { toDecimal } from '../money/parse-decimal.ts'
import { invalid } from './invalid-options.ts'
import type { ChosenOptions } from './presets.ts'

const HALF = new Decimal(5n, 1)
const RATE_STEP = new Decimal(1n, 8)
const MARGIN_ONLY = 'unless account.model is "margin"'

/** @throws BacktestError `invalid_options` where one of the choices rules another out */
export function readAccount(account: ChosenOptions['account']): AccountSettings {
  const { model, positions, lots } = account
  if (model === 'spot') refuseMargin(account)
  const leverage = toDecimal(account.leverage)!
  return {
    initialCash: toDecimal(account.initialCash)!,
    model,
    positions,
    lots,
    leverage,
    maintenanceMarginRate: maintenanceMarginRate(account, leverage),
    borrowRate: toDecimal(account.borrowRate)!,
  }
}

function refuseMargin({ positions, leverage, maintenanceMarginRate, borrowRate }: ChosenOptions['account']): void {
  if (positions !== 'netting') throw invalid('account.positions', `"netting" ${MARGIN_ONLY}`, positions)
  if (toDecimal(leverage)!.compare(ONE) !== 0) throw invalid('account.leverage', `1 ${MARGIN_ONLY}`, leverage)
  if (!toDecimal(borrowRate)!.isZero) throw invalid('account.borrowRate', `0 ${MARGIN_ONLY}`, borrowRate)
  if (maintenanceMarginRate === undefined || toDecimal(maintenanceMarginRate)!.isZero) return
  throw invalid('account.maintenanceMarginRate', `0 ${MARGIN_ONLY}`, maintenanceMarginRate)
}

/** By default half of what a position must be opened with, rounded up: a rule to be hit early rather than late. */
function maintenanceMarginRate(
  { model, maintenanceMarginRate: given }: ChosenOptions['account'],
  leverage: Decimal,
): Decimal {
  if (model === 'spot') return ZERO
  if (given === undefined) return ceilQuotient(HALF, leverage, RATE_STEP)
  const rate = toDecimal(given)!
  // Else a position would be liquidated as soon as it is as large as the leverage allows.
  if (rate.times(leverage).compare(ONE) >= 0) {
    throw invalid('account.maintenanceMarginRate', `below 1 / account.leverage (${leverage})`, given)
  }
  return rate
}
