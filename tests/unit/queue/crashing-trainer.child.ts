// A trainer whose native library crashes: in the first run the system ends it (SIGSEGV), in the second it ends itself.
process.on('message', (order: { runFolder: string }) => {
  process.stderr.write('F0000 00:00:00 tensor.cc:42] Check failed: dims() == 2\n', () => {
    if (order.runFolder.includes('female')) process.kill(process.pid, 'SIGSEGV')
    else process.abort()
  })
})
