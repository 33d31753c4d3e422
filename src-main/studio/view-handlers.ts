import type { Handlers } from '#shared/contract/serve.ts'
import type { StudioContext } from './studio-context.ts'

type ViewHandlers = Pick<Handlers, Extract<keyof Handlers, `views.${string}`>>

export function viewHandlers(context: StudioContext): ViewHandlers {
  const views = () => context.open().library.views
  const told = async <Result>(write: () => Result): Promise<Result> => {
    const result = await context.open().library.writing(write)
    context.events.emit('views.changed', views().list())
    return result
  }
  return {
    'views.list': () => views().list(),
    'views.save': ({ name, filter, sort }) => told(() => views().save(name, filter, sort)),
    'views.rename': ({ viewId, name }) => told(() => views().rename(viewId, name)),
    'views.delete': ({ viewId }) =>
      told(() => {
        views().remove(viewId)
        return {}
      }),
  }
}
