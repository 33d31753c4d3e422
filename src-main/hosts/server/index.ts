// The server host as a bundle of its own.
export { startServer } from './start-server.ts'
