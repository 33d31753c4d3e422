import { createRouter, createWebHashHistory, type Router, type RouteRecordRaw } from 'vue-router'

declare module 'vue-router' {
  interface RouteMeta {
    /** Shown in the window's title. */
    title: string
  }
}

const routes: RouteRecordRaw[] = [
  { path: '/', redirect: '/library' },
  {
    path: '/library',
    name: 'library',
    meta: { title: 'Library' },
    component: () => import('./views/library/LibraryView.vue'),
  },
  {
    path: '/overview',
    name: 'overview',
    meta: { title: 'Overview' },
    component: () => import('./views/overview/OverviewView.vue'),
  },
  {
    path: '/audit',
    name: 'audit',
    meta: { title: 'Audit' },
    component: () => import('./views/audit/AuditView.vue'),
  },
  {
    path: '/triage',
    name: 'triage',
    meta: { title: 'Triage' },
    component: () => import('./views/triage/TriageView.vue'),
  },
  {
    path: '/experiments',
    name: 'experiments',
    meta: { title: 'Experiments' },
    component: () => import('./views/experiments/ExperimentsView.vue'),
  },
  {
    path: '/runs/:id',
    name: 'run',
    meta: { title: 'Run' },
    component: () => import('./views/run/RunView.vue'),
  },
  {
    path: '/compare',
    name: 'compare',
    meta: { title: 'Compare' },
    component: () => import('./views/compare/CompareView.vue'),
  },
  {
    path: '/predict',
    name: 'predict',
    meta: { title: 'Predict' },
    component: () => import('./views/predict/PredictView.vue'),
  },
  {
    path: '/labels/:tab?',
    name: 'labels',
    meta: { title: 'Labels' },
    component: () => import('./views/labels/LabelsView.vue'),
  },
  { path: '/:rest(.*)*', redirect: '/library' },
]

/** Addresses live behind `#`, so that every host can serve the page from one file. */
export function createStudioRouter(): Router {
  const router = createRouter({ history: createWebHashHistory(), routes })
  router.afterEach((to) => {
    document.title = `${to.meta.title} · Emotone`
  })
  return router
}
