/** A request as read from its socket. */
export type RestRequest = {
  readonly method: string
  /** As sent: case does not matter to the exchange. */
  readonly path: string
  readonly query: URLSearchParams
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>
  readonly body: string
  readonly address: string
}
