import * as z from 'zod'
import { clipFilter, clipSort } from '../domain/clip.ts'
import { savedView, viewId, viewName } from '../domain/saved-view.ts'
import { call } from './call.ts'
import { nothing } from './library-calls.ts'

const content = { name: viewName, filter: clipFilter, sort: clipSort }

export const viewCalls = {
  /** By name. */
  'views.list': call(nothing, z.array(savedView)),
  /** `conflict` where another view has the name. */
  'views.save': call(z.strictObject(content), savedView),
  'views.rename': call(z.strictObject({ viewId, name: viewName }), savedView),
  'views.delete': call(z.strictObject({ viewId }), nothing),
}
