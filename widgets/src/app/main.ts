import { createClient } from '@haidang/sdk/client';
import '../shell/shell.ts';

const shell = document.createElement('ioc-shell');
shell.connect = (language) => createClient({ language });
document.body.append(shell);
