import type { ValueType } from "../../core/query/types.ts";

export interface ConditionType {
  readonly valueType: ValueType;
  readonly description: string;
}

const type = (valueType: ValueType, description: string): ConditionType => ({ valueType, description });

/** The condition types of Hall D in the order of their ids; `luminosity` exists and was never filled. */
export const conditionTypes = {
  event_rate: type("float", "Events per sec."),
  event_count: type("int", "Run events count"),
  run_type: type("string", "Run type and/or CODA configuration"),
  run_config: type("string", "Name of the run configuration file"),
  session: type("string", "CODA session name"),
  user_comment: type("string", "Comment of the shift crew at the end of the run"),
  components: type("json", "DAQ components: name and type"),
  rtvs: type("json", "CODA run time variables"),
  component_stats: type("json", "Event and data rates of the DAQ components"),
  radiator_type: type("string", "Diamond name and orientation, or amorphous thickness"),
  solenoid_current: type("float", "Solenoid current [A]"),
  ps_converter: type("string", "Pair spectrometer converter"),
  status: type("int", "Run status: -1 unchecked, 0 reject, 1 approved, 2 approved long, 3 calibration"),
  beam_energy: type("float", "Electron beam energy [MeV]"),
  luminosity: type("float", "Estimated luminosity factor"),
  coherent_peak: type("float", "Coherent peak location [MeV]"),
  beam_current: type("float", "Beam current averaged over the run [nA]"),
  target_type: type("string", "Target type and status"),
  collimator_diameter: type("string", "Collimator diameter"),
  seandb_event_count: type("int", "Number of events in the offline monitoring"),
  daq_run: type("string", "DAQ run kind, as chosen by the shift crew"),
  daq_setup: type("string", "DAQ setup"),
  daq_config: type("string", "DAQ configuration"),
  daq_trigger: type("string", "DAQ trigger source"),
  daq_mode: type("string", "DAQ readout mode"),
  daq_blocks: type("string", "DAQ block level"),
  daq_calib: type("string", "DAQ calibration setting"),
  is_valid_run_end: type("bool", "True if the run ended properly, False if DAQ died before its end"),
  radiator_index: type("int", "Radiator index"),
  radiator_id: type("int", "Radiator ID"),
  polarization_direction: type("string", "Polarization direction: PARA, PERP or N/A"),
  run_length: type("int", "Run length [s]"),
  polarimeter_converter: type("string", "Polarimeter converter"),
  evio_files_count: type("int", "Number of evio files of the run"),
  evio_last_file: type("string", "Name of the last evio file"),
  trigger_eq: type("json", "Trigger equations (TRIG_EQ) of the run configuration"),
  trigger_type: type("json", "Trigger types (TRIG_TYPE) of the run configuration"),
  cdc_fadc125_mode: type("int", "FADC125 mode of CDC"),
  offline_comment: type("string", "Comment of the offline monitoring"),
  trigger_ts_type: type("int", "Trigger supervisor: trigger type"),
  trigger_ts_gtp_pres: type("json", "Trigger supervisor: GTP prescale factors"),
  trigger_ts_coin_wind: type("int", "Trigger supervisor: coincidence window"),
  trigger_ts_sync_int: type("int", "Trigger supervisor: synchronization interval [events]"),
  trigger_block_level: type("int", "Trigger block level"),
  trigger_buffer_level: type("int", "Trigger buffer level"),
  fcal_fadc250_mode: type("int", "FADC250 mode of FCAL"),
  bcal_fadc250_mode: type("int", "FADC250 mode of BCAL"),
  beam_on_current: type("float", "Beam current averaged while the beam was on [nA]"),
  polarization_angle: type("float", "Polarization angle [deg], -1 without polarization"),
  run_start_time: type("time", "Run start time"),
  run_end_time: type("time", "Run end time"),
  cdc_gas_pressure: type("float", "Atmospheric pressure at the CDC gas panel [kPa]"),
  halfwave_plate: type("string", "State of the half-wave plate in the injector"),
  wien_angle_horizontal: type("float", "Horizontal Wien filter angle [deg]"),
  wien_angle_solenoid: type("float", "Wien filter solenoid angle [deg]"),
  wien_angle_vertical: type("float", "Vertical Wien filter angle [deg]"),
  dirc_installed: type("bool", "True if the DIRC bar boxes were in place"),
  epics_snapshot: type("blob", "Slow control snapshot at the start of the run, packed, base64"),
} as const satisfies Record<string, ConditionType>;

export type ConditionName = keyof typeof conditionTypes;
