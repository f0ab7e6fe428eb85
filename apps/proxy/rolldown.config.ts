import { bundleApp } from '../../scripts/rolldown-app.ts';

export default bundleApp(['main', 'index', 'control-plane/configuration/load-thread', 'workers/worker-main']);
