import { bollingerReversion } from './bollinger-reversion.ts'
import { buyAndHold } from './buy-and-hold.ts'
import { donchianBreakout } from './donchian-breakout.ts'
import { rsiReversion } from './rsi-reversion.ts'
import { smaCross } from './sma-cross.ts'

export { bollingerReversion, buyAndHold, donchianBreakout, rsiReversion, smaCross }

/** Every sample, in the order a list should show them. */
export const strategies = [smaCross, rsiReversion, donchianBreakout, bollingerReversion, buyAndHold] as const

/** The strategy that runs by default. */
export const defaultStrategy = smaCross
