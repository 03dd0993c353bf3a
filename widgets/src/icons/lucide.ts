import building2 from 'lucide-static/icons/building-2.svg?raw';
import calendarDays from 'lucide-static/icons/calendar-days.svg?raw';
import cctv from 'lucide-static/icons/cctv.svg?raw';
import chartColumn from 'lucide-static/icons/chart-column.svg?raw';
import check from 'lucide-static/icons/check.svg?raw';
import chevronDown from 'lucide-static/icons/chevron-down.svg?raw';
import clipboardCheck from 'lucide-static/icons/clipboard-check.svg?raw';
import clock from 'lucide-static/icons/clock.svg?raw';
import construction from 'lucide-static/icons/construction.svg?raw';
import database from 'lucide-static/icons/database.svg?raw';
import download from 'lucide-static/icons/download.svg?raw';
import droplets from 'lucide-static/icons/droplets.svg?raw';
import ellipsis from 'lucide-static/icons/ellipsis.svg?raw';
import ellipsisVertical from 'lucide-static/icons/ellipsis-vertical.svg?raw';
import externalLink from 'lucide-static/icons/external-link.svg?raw';
import fence from 'lucide-static/icons/fence.svg?raw';
import fileText from 'lucide-static/icons/file-text.svg?raw';
import fileWarning from 'lucide-static/icons/file-warning.svg?raw';
import flame from 'lucide-static/icons/flame.svg?raw';
import gauge from 'lucide-static/icons/gauge.svg?raw';
import graduationCap from 'lucide-static/icons/graduation-cap.svg?raw';
import hammer from 'lucide-static/icons/hammer.svg?raw';
import heartPulse from 'lucide-static/icons/heart-pulse.svg?raw';
import idCard from 'lucide-static/icons/id-card.svg?raw';
import inbox from 'lucide-static/icons/inbox.svg?raw';
import info from 'lucide-static/icons/info.svg?raw';
import keyboard from 'lucide-static/icons/keyboard.svg?raw';
import landmark from 'lucide-static/icons/landmark.svg?raw';
import languages from 'lucide-static/icons/languages.svg?raw';
import layers from 'lucide-static/icons/layers.svg?raw';
import layoutDashboard from 'lucide-static/icons/layout-dashboard.svg?raw';
import leaf from 'lucide-static/icons/leaf.svg?raw';
import lightbulbOff from 'lucide-static/icons/lightbulb-off.svg?raw';
import list from 'lucide-static/icons/list.svg?raw';
import lock from 'lucide-static/icons/lock.svg?raw';
import mapIcon from 'lucide-static/icons/map.svg?raw';
import mapPin from 'lucide-static/icons/map-pin.svg?raw';
import megaphone from 'lucide-static/icons/megaphone.svg?raw';
import messageSquareWarning from 'lucide-static/icons/message-square-warning.svg?raw';
import monitor from 'lucide-static/icons/monitor.svg?raw';
import moon from 'lucide-static/icons/moon.svg?raw';
import newspaper from 'lucide-static/icons/newspaper.svg?raw';
import palmtree from 'lucide-static/icons/palmtree.svg?raw';
import puzzle from 'lucide-static/icons/puzzle.svg?raw';
import radioTower from 'lucide-static/icons/radio-tower.svg?raw';
import rotateCw from 'lucide-static/icons/rotate-cw.svg?raw';
import search from 'lucide-static/icons/search.svg?raw';
import shieldAlert from 'lucide-static/icons/shield-alert.svg?raw';
import shieldCheck from 'lucide-static/icons/shield-check.svg?raw';
import shieldX from 'lucide-static/icons/shield-x.svg?raw';
import ship from 'lucide-static/icons/ship.svg?raw';
import siren from 'lucide-static/icons/siren.svg?raw';
import slidersHorizontal from 'lucide-static/icons/sliders-horizontal.svg?raw';
import smartphone from 'lucide-static/icons/smartphone.svg?raw';
import snowflake from 'lucide-static/icons/snowflake.svg?raw';
import store from 'lucide-static/icons/store.svg?raw';
import sun from 'lucide-static/icons/sun.svg?raw';
import sunMoon from 'lucide-static/icons/sun-moon.svg?raw';
import table2 from 'lucide-static/icons/table-2.svg?raw';
import tag from 'lucide-static/icons/tag.svg?raw';
import trafficCone from 'lucide-static/icons/traffic-cone.svg?raw';
import trash2 from 'lucide-static/icons/trash-2.svg?raw';
import trees from 'lucide-static/icons/trees.svg?raw';
import trendingUp from 'lucide-static/icons/trending-up.svg?raw';
import unplug from 'lucide-static/icons/unplug.svg?raw';
import userRoundX from 'lucide-static/icons/user-round-x.svg?raw';
import utensils from 'lucide-static/icons/utensils.svg?raw';
import volume2 from 'lucide-static/icons/volume-2.svg?raw';
import waves from 'lucide-static/icons/waves.svg?raw';
import wifi from 'lucide-static/icons/wifi.svg?raw';
import wifiOff from 'lucide-static/icons/wifi-off.svg?raw';
import x from 'lucide-static/icons/x.svg?raw';
import zap from 'lucide-static/icons/zap.svg?raw';
import { onePath } from './one-path.ts';

// Only what is drawn somewhere: the domains of the visual specification, what people report, then the controls of shell and frame.
const sources = {
  'message-square-warning': messageSquareWarning,
  'trending-up': trendingUp,
  newspaper,
  cctv,
  'heart-pulse': heartPulse,
  'graduation-cap': graduationCap,
  'traffic-cone': trafficCone,
  palmtree,
  landmark,
  leaf,
  map: mapIcon,
  'building-2': building2,
  'shield-check': shieldCheck,
  megaphone,
  siren,
  ship,
  monitor,
  'id-card': idCard,
  'clipboard-check': clipboardCheck,
  smartphone,
  'layout-dashboard': layoutDashboard,
  'file-text': fileText,
  database,

  'shield-alert': shieldAlert,
  store,
  'trash-2': trash2,
  construction,
  fence,
  'lightbulb-off': lightbulbOff,
  waves,
  hammer,
  'user-round-x': userRoundX,
  utensils,
  zap,
  droplets,
  'radio-tower': radioTower,
  'volume-2': volume2,
  flame,
  'shield-x': shieldX,
  trees,

  'calendar-days': calendarDays,
  'map-pin': mapPin,
  'chevron-down': chevronDown,
  'ellipsis-vertical': ellipsisVertical,
  ellipsis,
  'table-2': table2,
  'rotate-cw': rotateCw,
  download,
  sun,
  moon,
  'sun-moon': sunMoon,
  languages,
  wifi,
  'wifi-off': wifiOff,
  clock,
  layers,
  x,
  check,
  search,
  keyboard,
  lock,
  unplug,
  inbox,
  tag,
  puzzle,
  'file-warning': fileWarning,
  info,
  snowflake,
  list,
  'chart-column': chartColumn,
  gauge,
  'sliders-horizontal': slidersHorizontal,
  'external-link': externalLink,
};

/** Names that `icon()` can draw, as lucide calls them. */
export type IconName = keyof typeof sources;

const paths = new Map<string, string>();

/** The icon as one SVG path in a box of 24; a name that is not drawn here gives the puzzle piece of an unknown plugin. */
export function iconPath(name: string): string {
  const known = paths.get(name);
  if (known) return known;
  const path = onePath(sources[hasIcon(name) ? name : 'puzzle']);
  paths.set(name, path);
  return path;
}

/** Whether the name is one of the icons above. */
export function hasIcon(name: string): name is IconName {
  return Object.hasOwn(sources, name);
}
