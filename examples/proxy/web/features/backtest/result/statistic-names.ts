import type { RunResult } from '../../../api/result-formats.ts'
import { humanise } from '../../../i18n/humanise.ts'
import type { Figures } from '../../../i18n/numbers.ts'
import type { Language } from '../../../state/language.ts'

type Entry = readonly [en: string, tr: string]

/** How each statistic is called in the field, by its name in the result and in the report. */
const NAMES: Readonly<Record<string, Entry>> = {
  initialCash: ['Starting cash', 'Başlangıç nakdi'],
  finalEquity: ['Final equity', 'Son özvarlık'],
  returnPct: ['Return', 'Getiri'],
  totalReturnPct: ['Return', 'Getiri'],
  buyAndHoldReturnPct: ['Buy and hold', 'Al ve tut'],
  cagrPct: ['Yearly growth (CAGR)', 'Yıllık bileşik büyüme (CAGR)'],
  annualReturnPct: ['Mean return a year', 'Yıllık ortalama getiri'],
  meanReturnPct: ['Mean return of a candle', 'Mum başına ortalama getiri'],
  geometricMeanReturnPct: ['Geometric mean of a candle', 'Mum başına geometrik ortalama'],
  bestPeriodPct: ['Best candle', 'En iyi mum'],
  worstPeriodPct: ['Worst candle', 'En kötü mum'],
  positivePeriodsPct: ['Candles with a gain', 'Kazançlı mumlar'],
  bestDayPct: ['Best day', 'En iyi gün'],
  worstDayPct: ['Worst day', 'En kötü gün'],
  bestMonthPct: ['Best month', 'En iyi ay'],
  worstMonthPct: ['Worst month', 'En kötü ay'],
  bestYearPct: ['Best year', 'En iyi yıl'],
  worstYearPct: ['Worst year', 'En kötü yıl'],
  annualVolatilityPct: ['Yearly volatility', 'Yıllık oynaklık'],
  downsideDeviationPct: ['Downside deviation', 'Aşağı yönlü sapma'],
  valueAtRiskPct: ['Value at risk (VaR, 95%)', 'Riske maruz değer (VaR, %95)'],
  conditionalValueAtRiskPct: ['Expected shortfall (CVaR, 95%)', 'Beklenen kayıp (CVaR, %95)'],
  skew: ['Skewness', 'Çarpıklık'],
  kurtosis: ['Excess kurtosis', 'Fazla basıklık'],
  tailRatio: ['Tail ratio', 'Kuyruk oranı'],
  maxDrawdownPct: ['Maximum drawdown', 'En büyük düşüş'],
  averageDrawdownPct: ['Mean drawdown', 'Ortalama düşüş'],
  maxDrawdownDurationMs: ['Longest drawdown', 'En uzun düşüş'],
  averageDrawdownDurationMs: ['Mean length of a drawdown', 'Ortalama düşüş süresi'],
  drawdownCount: ['Drawdowns', 'Düşüş sayısı'],
  currentDrawdownPct: ['Drawdown at the end', 'Sondaki düşüş'],
  ulcerIndexPct: ['Ulcer index', 'Ülser endeksi'],
  sharpe: ['Sharpe ratio', 'Sharpe oranı'],
  probabilisticSharpe: ['Probabilistic Sharpe ratio', 'Olasılıksal Sharpe oranı'],
  sortino: ['Sortino ratio', 'Sortino oranı'],
  calmar: ['Calmar ratio', 'Calmar oranı'],
  omega: ['Omega ratio', 'Omega oranı'],
  martin: ['Martin ratio', 'Martin oranı'],
  gainToPain: ['Gain-to-pain ratio', 'Kazanç/acı oranı'],
  recoveryFactor: ['Recovery factor', 'Toparlanma faktörü'],
  stability: ['Stability (R²)', 'Kararlılık (R²)'],
  benchmarkReturnPct: ['Return of the benchmark', 'Karşılaştırma ölçütünün getirisi'],
  alphaPct: ['Alpha (CAPM)', 'Alfa (CAPM)'],
  beta: ['Beta (CAPM)', 'Beta (CAPM)'],
  correlation: ['Correlation', 'Korelasyon'],
  trackingErrorPct: ['Tracking error', 'İzleme hatası'],
  informationRatio: ['Information ratio', 'Bilgi oranı'],
  upCapture: ['Up capture', 'Yükseliş yakalama'],
  downCapture: ['Down capture', 'Düşüş yakalama'],
  exposurePct: ['Exposure', 'Pozisyonda geçen süre'],
  tradesPerYear: ['Trades a year', 'Yıllık işlem'],
  annualTurnover: ['Turnover a year, in equities', 'Yıllık devir, özvarlık katı'],
  turnover: ['Turnover', 'Devir'],
  feesPaid: ['Fees paid', 'Ödenen komisyon'],
  slippagePaid: ['Slippage paid', 'Ödenen fiyat kayması'],
  tradeCount: ['Trades', 'İşlemler'],
  openTradeCount: ['Open trades', 'Açık işlemler'],
  count: ['Trades', 'İşlemler'],
  winCount: ['Won', 'Kazançlı'],
  lossCount: ['Lost', 'Zararlı'],
  breakEvenCount: ['Break-even', 'Başa baş'],
  winRatePct: ['Win rate', 'Kazanma oranı'],
  netProfit: ['Net profit', 'Net kâr'],
  grossProfit: ['Gross profit', 'Brüt kâr'],
  grossLoss: ['Gross loss', 'Brüt zarar'],
  fees: ['Fees', 'Komisyon'],
  payoffRatio: ['Payoff ratio', 'Kazanç/kayıp oranı'],
  profitFactor: ['Profit factor', 'Kâr faktörü'],
  expectancy: ['Expectancy, in money', 'Beklenti, para olarak'],
  expectancyPct: ['Expectancy', 'Beklenti'],
  sqn: ['System quality number (SQN)', 'Sistem kalite sayısı (SQN)'],
  kelly: ['Kelly fraction', 'Kelly kesri'],
  bestTradePct: ['Best trade', 'En iyi işlem'],
  worstTradePct: ['Worst trade', 'En kötü işlem'],
  averageTradePct: ['Mean trade', 'Ortalama işlem'],
  averageWinPct: ['Mean win', 'Ortalama kazanç'],
  averageLossPct: ['Mean loss', 'Ortalama kayıp'],
  maxConsecutiveWins: ['Longest row of wins', 'Art arda en çok kazanç'],
  maxConsecutiveLosses: ['Longest row of losses', 'Art arda en çok kayıp'],
  maxHoldingMs: ['Longest holding', 'En uzun elde tutma'],
  averageHoldingMs: ['Mean holding', 'Ortalama elde tutma'],
  averageWinHoldingMs: ['Mean holding of wins', 'Kazançta ortalama elde tutma'],
  averageLossHoldingMs: ['Mean holding of losses', 'Kayıpta ortalama elde tutma'],
  averageHoldingCandles: ['Mean holding, in candles', 'Ortalama elde tutma, mum olarak'],
  averageEntryValue: ['Mean value of an entry', 'Ortalama giriş değeri'],
  averageMaePct: ['Mean MAE', 'Ortalama MAE'],
  averageMfePct: ['Mean MFE', 'Ortalama MFE'],
}

const GROUPS: Readonly<Record<string, Entry>> = {
  returns: ['Returns', 'Getiriler'],
  risk: ['Risk', 'Risk'],
  drawdown: ['Drawdown', 'Düşüş'],
  ratios: ['Ratios', 'Oranlar'],
  benchmark: ['Against a benchmark', 'Karşılaştırma ölçütüne göre'],
  activity: ['Activity and costs', 'Etkinlik ve maliyetler'],
  trades: ['Trades', 'İşlemler'],
  long: ['Long trades', 'Uzun işlemler'],
  short: ['Short trades', 'Kısa işlemler'],
}

const MONEY = new Set([
  ...['initialCash', 'finalEquity', 'turnover', 'feesPaid', 'slippagePaid', 'netProfit', 'grossProfit', 'grossLoss'],
  ...['fees', 'expectancy', 'averageEntryValue'],
])
const SIGNED = new Set([
  ...['returnPct', 'totalReturnPct', 'buyAndHoldReturnPct', 'cagrPct', 'annualReturnPct', 'expectancyPct', 'alphaPct'],
  ...['bestTradePct', 'worstTradePct', 'averageTradePct', 'averageWinPct', 'averageLossPct', 'benchmarkReturnPct'],
])
const WHOLE = new Set(['count', 'maxConsecutiveWins', 'maxConsecutiveLosses'])

const inLanguage = (entry: Entry | undefined, language: Language): string | undefined =>
  entry?.[language === 'en' ? 0 : 1]

/** A statistic of a newer engine is called as its code calls it. */
export const nameOfStatistic = (name: string, language: Language): string =>
  inLanguage(NAMES[name], language) ?? humanise(name)

export const nameOfGroup = (name: string, language: Language): string =>
  inLanguage(GROUPS[name], language) ?? humanise(name)

/** A published value as its name wants it written. */
export function writeValue(name: string, value: number | string, figures: Figures): string {
  if (MONEY.has(name)) return figures.money(value)
  const number = Number(value)
  if (SIGNED.has(name)) return figures.signedPercent(number)
  if (name.endsWith('Pct')) return figures.percent(number)
  if (name.endsWith('Ms')) return figures.duration(number)
  return WHOLE.has(name) || name.endsWith('Count') ? figures.count(number) : figures.ratio(number)
}

/** A statistic of the result as text, or null where it does not exist. */
export function writeStatistic(result: Pick<RunResult, 'statistics'>, name: string, figures: Figures): string | null {
  const value = result.statistics.values[name]
  return value === null || value === undefined ? null : writeValue(name, value, figures)
}
