/** Numbers as large as those seen on the exchange: those of trades lie above 2^53. */
export class Ids {
  #order = 26_947_521_557
  #trade = 100_163_842_129_199_947n
  #userTrade = 1_181_163_798_924_649_598n
  #transfer = 34_086_674

  nextOrder(): number {
    this.#order += 1
    return this.#order
  }

  nextTrade(): bigint {
    this.#trade += 1n
    return this.#trade
  }

  nextUserTrade(): bigint {
    this.#userTrade += 1n
    return this.#userTrade
  }

  nextTransfer(): number {
    this.#transfer += 1
    return this.#transfer
  }
}
