import type { AllOrdersInput, Order } from '../endpoints/orders.ts'
import { BtcturkError, invalidRequest } from '../errors.ts'

export type OrderHistoryInput = Omit<AllOrdersInput, 'page' | 'limit'> & {
  /** Requests at the most, of up to a thousand orders each: 1 to 1000. Default 200. */
  readonly maxPages?: number | undefined
}

/** Reads one page of the history, newest first. */
export type ReadOrderPage = (input: AllOrdersInput) => Promise<readonly Order[]>

/** The exchange's largest page. */
const PAGE = 1000
const MAX_PAGES = { default: 200, most: 1000 }

/**
 * Orders of a symbol, each once, newest first, however many there are.
 *
 * The exchange counts in seconds, and whether the last one counts in full is not known: each page ends a second above the
 * oldest order of the one before, and what comes twice is left out. Only where more than a page lies in such a second are
 * pages taken by number; that works whether the first one is 0 or 1. Orders that come meanwhile cost nothing but repeats.
 *
 * @throws BtcturkError `overloaded` where `maxPages` are not enough, `malformed` where the pages are not as documented
 */
export async function* orderHistory(
  { maxPages = MAX_PAGES.default, ...range }: OrderHistoryInput,
  readPage: ReadOrderPage,
): AsyncGenerator<Order, void, undefined> {
  if (!(Number.isInteger(maxPages) && maxPages >= 1 && maxPages <= MAX_PAGES.most)) {
    throw invalidRequest('maxPages', `a whole number from 1 to ${MAX_PAGES.most}`, maxPages)
  }
  const reader = new PageReader(readPage, maxPages)
  for (let to = range.to; to === undefined || to >= (range.from ?? 0); ) {
    const page = await reader.read({ ...range, to })
    yield* page.fresh
    if (page.oldest === null) return
    const second = Math.floor(page.oldest / 1000)
    if (to === undefined || second + 1 < Math.ceil(to / 1000)) {
      to = (second + 1) * 1000
      continue
    }
    yield* byNumber(reader, { ...range, from: Math.max(range.from ?? 0, (second - 1) * 1000), to })
    to = (second - 1) * 1000
  }
}

/** A span in which more lies than a page holds. */
async function* byNumber(reader: PageReader, span: AllOrdersInput): AsyncGenerator<Order, void, undefined> {
  let before: string | null = null
  for (let page = 1; ; page++) {
    const { fresh, oldest, key } = await reader.read({ ...span, page })
    yield* fresh
    if (oldest === null) return
    if (key === before) throw malformed('page', `page ${page} is page ${page - 1} again: pages are not counted`)
    before = key
  }
}

type Page = {
  /** Those that no page had before. */
  readonly fresh: readonly Order[]
  /** When the oldest order of a full page was made; `null` where there are no more. */
  readonly oldest: number | null
  /** Tells this page from others. */
  readonly key: string
}

class PageReader {
  readonly #read: ReadOrderPage
  readonly #maxPages: number
  readonly #seen = new Set<string>()
  #pages = 0

  constructor(read: ReadOrderPage, maxPages: number) {
    this.#read = read
    this.#maxPages = maxPages
  }

  async read(input: AllOrdersInput): Promise<Page> {
    if (this.#pages >= this.#maxPages) {
      const message = `the history goes on after ${this.#maxPages} pages of ${PAGE} orders; narrow it by from and to`
      throw new BtcturkError('overloaded', message, { outcome: 'not_sent' })
    }
    this.#pages++
    const orders = await this.#read({ ...input, limit: PAGE })
    const fresh = orders.filter(({ id }) => !this.#seen.has(id))
    for (const { id } of fresh) this.#seen.add(id)
    const oldest = orders.length < PAGE ? null : oldestOf(orders)
    return { fresh, oldest, key: `${orders[0]?.id} ${orders.at(-1)?.id}` }
  }
}

/** A page in any other order would leave out orders without a word. */
function oldestOf(orders: readonly Order[]): number {
  const [newest, oldest] = [orders[0]?.createdAt, orders.at(-1)?.createdAt]
  if (newest == null || oldest == null) throw malformed('time', 'an order of the history has no time')
  if (oldest > newest) throw malformed('time', 'the history is not in order, newest first')
  return oldest
}

function malformed(field: string, message: string): BtcturkError {
  return new BtcturkError('malformed', message, { outcome: 'unknown', field })
}
