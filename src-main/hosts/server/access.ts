import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

/** Who may talk to the server. Answers say why not; undefined means: they may. */
export interface Access {
  /** Refuses names that are not ours (DNS rebinding) and requests that another site's page makes. */
  refuseForeign(request: IncomingMessage): string | undefined
  /** Is this the right token of a first visit? */
  isToken(candidate: string): boolean
  /** What makes a browser known after its first visit. */
  cookie: string
  hasCookie(request: IncomingMessage): boolean
}

/**
 * @param options.token what a first visit must bring
 * @param options.port cookies know no ports: two studios on one machine need names of their own
 * @param options.names the host names by which the server may be called; any port, for tunnels have ports of their own
 */
export function createAccess({
  token,
  port,
  names,
}: {
  token: string
  port: number
  names: readonly string[]
}): Access {
  const cookieName = `emotone-${port}`
  const session = createHmac('sha256', token).update('emotone session').digest('base64url')
  return {
    refuseForeign({ headers }) {
      const host = headers.host?.toLowerCase() ?? ''
      if (!names.includes(host.replace(/:\d+$/, ''))) {
        return `This studio does not answer to the name ${host || '(none)'}, only to ${names.join(', ')}.`
      }
      const { origin } = headers
      if (origin !== undefined && origin !== `http://${host}` && origin !== `https://${host}`) {
        return `Pages of ${origin} may not use this studio.`
      }
      const site = headers['sec-fetch-site']
      const isNavigation = headers['sec-fetch-mode'] === 'navigate'
      if (site !== undefined && site !== 'same-origin' && site !== 'none' && !isNavigation) {
        return 'Pages of other sites may not use this studio.'
      }
      return undefined
    },
    isToken: (candidate) => isSame(candidate, token),
    cookie: `${cookieName}=${session}; Path=/; HttpOnly; SameSite=Strict`,
    hasCookie: ({ headers }) =>
      (headers.cookie ?? '').split(';').some((pair) => {
        const [name, value = ''] = pair.trim().split('=', 2)
        return name === cookieName && isSame(value, session)
      }),
  }
}

/** Compares in a time that tells nothing about either text. */
function isSame(first: string, second: string): boolean {
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(first), digest(second))
}
