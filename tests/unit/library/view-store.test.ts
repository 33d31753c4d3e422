import { expect, it } from 'vitest'
import { savedView, type ViewId } from '#shared/domain/saved-view.ts'
import { BY_ID, newLibrary } from './filled-library.ts'

it('keeps filters by name, renames and forgets them', () => {
  const { views } = newLibrary()
  const sad = views.save(
    'Sad women',
    { labels: ['sad'], sexes: ['female'] },
    { by: 'name', descending: true },
  )
  expect(savedView.parse(sad)).toEqual(sad)
  expect(sad).toMatchObject({
    filter: { labels: ['sad'], sexes: ['female'] },
    sort: { by: 'name', descending: true },
  })
  views.save('all', {}, BY_ID)
  expect(views.list().map((view) => view.name)).toEqual(['all', 'Sad women'])
  expect(views.rename(sad.id, 'A first look').name).toBe('A first look')
  views.remove(sad.id)
  expect(views.list().map((view) => view.name)).toEqual(['all'])
})

it('refuses a name that another view has, whatever its case, and a view that is not there', () => {
  const { views } = newLibrary()
  const first = views.save('Quiet', {}, BY_ID)
  const second = views.save('Loud', {}, BY_ID)
  expect(() => views.save('quiet', {}, BY_ID)).toThrow('There is a view called “quiet” already')
  expect(() => views.rename(second.id, 'QUIET')).toThrow('already')
  expect(views.rename(first.id, 'QUIET').name).toBe('QUIET')
  expect(() => views.remove(99 as ViewId)).toThrow('There is no view 99')
})
