/** Why the exchange refuses a request: HTTP 400 with this message and number. */
export type Rejection = { readonly message: string; readonly code: number }

/** Numbers of the exchange by its own message. Those of the last three are not known, and taken from their neighbours. */
export const REJECTION_CODES = {
  SYSTEM_ERROR: 1000,
  INVALID_MODEL: 1001,
  INVALID_REQUEST_ERROR: 1037,
  ORDER_COULD_NOT_BE_CANCELED: 1051,
  NO_ORDER_MATCHES_YOUR_REQUEST: 1052,
  AMOUNT_CANNOT_BE_LESS_THAN_FEE: 1053,
  AMOUNT_CANNOT_BE_SAME_BALANCE_AMOUNT: 1054,
  BALANCE_NOT_ENOUGH: 1055,
  FAILED_SET_ORDER_UNEXPECTED: 1117,
  FAILED_MARKET_ORDER: 1118,
  FAILED_LIMIT_ORDER: 1120,
  FAILED_ORDER_PARAMETER: 1121,
  FAILED_ORDER_WITH_OPEN_ORDERS: 1122,
  FAILED_MIN_TOTAL_AMOUNT: 1123,
  FAILED_STOP_PRICE_GREATER_THAN_BEST_ASK: 1124,
  FAILED_STOP_PRICE_LESS_THAN_BEST_BID: 1125,
  FAILED_INVALID_PRICE_SCALE: 1126,
  FAILED_INVALID_QUANTITY_SCALE: 1127,
  FAILED_INVALID_STOP_PRICE_SCALE: 1128,
  INVALID_PARAMETER: 1130,
  ORDER_METHOD_NOT_SUPPORTED: 1134,
  'Order not found': 1152,
  ORDER_TYPE_NOT_SUPPORTED: 1193,
  START_DATE_END_DATE_INVALID: 1209,
  ERROR_DATE_RANGE_MAX_30_DAYS: 1214,
  START_DATE_CANNOT_BE_GREATER_THAN_END_DATE: 1215,
  SYSTEM_UNDER_MAINTENANCE: 1216,
  ACCESS_DENIED: 1217,
  ORDER_CANCEL_BLOCKED: 1216,
  ORDER_MAX_PRICE_EXCEEDED: 1226,
  ORDER_MIN_PRICE_EXCEEDED: 1227,
} as const

export type RejectionMessage = keyof typeof REJECTION_CODES

export function reject(message: RejectionMessage): Rejection {
  return { message, code: REJECTION_CODES[message] }
}

/** A parameter at fault, with a sentence in place of a name. */
export function rejectText(message: string, code: 1037 | 1038): Rejection {
  return { message, code }
}

export function isRejection(value: object): value is Rejection {
  return 'code' in value && 'message' in value
}
