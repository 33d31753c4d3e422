/** Runs say which devices they were asked to use (config) and hold (info): those from before took what there was. */
export const runDevices = `
UPDATE run SET
  info = json_set(info, '$.devices', json('[]')),
  config = json_set(config, '$.devices', json('[]'));
`
