import type { ExchangeReason } from '../errors.ts'

const BY_MESSAGE: Readonly<Record<string, ExchangeReason>> = {
  FAILED_ORDER_WITH_OPEN_ORDERS: 'insufficient_balance',
  BALANCE_NOT_ENOUGH: 'insufficient_balance',
  BALANCE_NOT_ENOUGH_WITHOUT_OPEN_ORDERS: 'insufficient_balance',
  FAILED_MIN_TOTAL_AMOUNT: 'below_minimum_value',
  MIN_TOTAL: 'below_minimum_value',
  FAILED_INVALID_PRICE_SCALE: 'price_scale',
  FAILED_INVALID_QUANTITY_SCALE: 'quantity_scale',
  FAILED_INVALID_STOP_PRICE_SCALE: 'stop_price_scale',
  ORDER_MAX_PRICE_EXCEEDED: 'price_too_high',
  PRICE_MUST_BE_LESS_THAN_MAXPRICE: 'price_too_high',
  ORDER_MIN_PRICE_EXCEEDED: 'price_too_low',
  PRICE_MUST_BE_LESS_THAN_MINPRICE: 'price_too_low',
  // The exchange names what has to hold: a stop buy has to lie above the best ask, a stop sell below the best bid.
  FAILED_STOP_PRICE_GREATER_THAN_BEST_ASK: 'stop_price_below_market',
  STOP_PRICE_GREATER_THAN_MARKET: 'stop_price_below_market',
  FAILED_STOP_PRICE_LESS_THAN_BEST_BID: 'stop_price_above_market',
  STOP_PRICE_LESS_THAN_MARKET: 'stop_price_above_market',
  ORDER_METHOD_NOT_SUPPORTED: 'method_not_supported',
  ORDER_TYPE_NOT_SUPPORTED: 'method_not_supported',
  FAILED_MARKET_ORDER: 'market_order_failed',
  FAILED_LIMIT_ORDER: 'limit_order_failed',
  FAILED_ORDER_PARAMETER: 'invalid_parameter',
  PARAMETERS_ERROR: 'invalid_parameter',
  INVALID_MODEL: 'invalid_parameter',
  INVALID_PARAMETER: 'invalid_parameter',
  INVALID_REQUEST_ERROR: 'invalid_parameter',
  'Order not found': 'order_not_found',
  NO_ORDER_MATCHES_YOUR_REQUEST: 'order_not_found',
  ORDER_COULD_NOT_BE_CANCELED: 'not_cancellable',
  ORDER_CANCEL_BLOCKED: 'cancel_blocked',
  SYSTEM_UNDER_MAINTENANCE: 'maintenance',
  ACCESS_DENIED: 'access_denied',
  TOO_MANY_REQUESTS: 'too_many_requests',
  'Too many requests': 'too_many_requests',
  INTERNAL_ERROR: 'internal',
  SYSTEM_ERROR: 'internal',
  FAILED_SET_ORDER_UNEXPECTED: 'internal',
}

const BY_NUMBER: Readonly<Record<number, ExchangeReason>> = {
  429: 'too_many_requests',
  500: 'internal',
  1000: 'internal',
  1001: 'invalid_parameter',
  1037: 'invalid_parameter',
  1038: 'invalid_parameter',
  1050: 'not_cancellable',
  1051: 'not_cancellable',
  1052: 'order_not_found',
  1055: 'insufficient_balance',
  1117: 'internal',
  1118: 'market_order_failed',
  1120: 'limit_order_failed',
  1121: 'invalid_parameter',
  1122: 'insufficient_balance',
  1123: 'below_minimum_value',
  1124: 'stop_price_below_market',
  1125: 'stop_price_above_market',
  1126: 'price_scale',
  1127: 'quantity_scale',
  1128: 'stop_price_scale',
  1130: 'invalid_parameter',
  1134: 'method_not_supported',
  1152: 'order_not_found',
  1193: 'method_not_supported',
  1209: 'invalid_parameter',
  1214: 'invalid_parameter',
  1215: 'invalid_parameter',
  1216: 'maintenance',
  1217: 'access_denied',
  1226: 'price_too_high',
  1227: 'price_too_low',
}

/** What a message and a number of the exchange mean. The message decides: live answers have carried a wrong number. */
export function exchangeReason(message: string | null, number: number | null): ExchangeReason {
  const named = message === null ? undefined : BY_MESSAGE[message]
  if (named !== undefined) return named
  if (message?.startsWith('Unauthorized')) return 'unauthorized'
  if (message !== null && /^Pair .* does not exist/.test(message)) return 'unknown_symbol'
  return (number === null ? undefined : BY_NUMBER[number]) ?? 'other'
}
