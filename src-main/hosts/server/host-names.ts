import os from 'node:os'

const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]']
const ANYWHERE = ['0.0.0.0', '::']

/** The names by which a browser may call a server that listens on `hostName`. */
export function ownNames(hostName: string): string[] {
  const names = new Set(LOOPBACK)
  if (ANYWHERE.includes(hostName)) {
    names.add(os.hostname().toLowerCase())
    for (const addresses of Object.values(os.networkInterfaces())) {
      for (const { address } of addresses ?? []) names.add(inUrl(address))
    }
  } else {
    names.add(inUrl(hostName.toLowerCase()))
  }
  return [...names]
}

/** How a host name stands in a URL: IPv6 addresses in brackets. */
export function inUrl(hostName: string): string {
  return hostName.includes(':') && !hostName.startsWith('[') ? `[${hostName}]` : hostName
}
