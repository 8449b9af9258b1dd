/** What of a click decides who follows the link. */
export type LinkClick = {
  readonly button: number
  readonly hasModifier: boolean
  readonly alreadyHandled: boolean
  readonly link: {
    readonly href: string
    readonly target: string
    readonly isDownload: boolean
  }
}

/** The address inside this page that a click leads to, or null where the browser has to follow the link itself. */
export function addressInPage(click: LinkClick, here: string): string | null {
  const { link } = click
  if (click.button !== 0 || click.hasModifier || click.alreadyHandled) return null
  if (link.isDownload || (link.target !== '' && link.target !== '_self')) return null
  const from = new URL(here)
  const to = new URL(link.href, from)
  if (to.origin !== from.origin || to.pathname.startsWith('/api/')) return null
  const isSamePage = to.pathname === from.pathname && to.search === from.search
  return isSamePage && to.hash !== '' ? null : to.pathname + to.search + to.hash
}

export function readLinkClick(event: MouseEvent): LinkClick | null {
  const element = event.target instanceof Element ? event.target.closest('a[href]') : null
  if (!(element instanceof HTMLAnchorElement)) return null
  return {
    button: event.button,
    hasModifier: event.metaKey || event.ctrlKey || event.shiftKey || event.altKey,
    alreadyHandled: event.defaultPrevented,
    link: { href: element.href, target: element.target, isDownload: element.hasAttribute('download') },
  }
}
