import type { AliasDefinition } from "./tree.ts";

/** The aliases that every database has; those of its table `aliases` come on top and win. */
export const builtInAliases: readonly AliasDefinition[] = [
  {
    name: "is_production",
    code: "run_type in ['hd_all.tsg', 'hd_all.tsg_ps', 'hd_all.bcal_fcal_st.tsg'] and beam_current and beam_current > 2 and event_count > 500000 and solenoid_current and solenoid_current > 100 and collimator_diameter != 'Blocking'",
    description: "Is production run",
  },
  {
    name: "is_2018production",
    code: "daq_run == 'PHYSICS' and beam_current > 2 and event_count > 10000000 and solenoid_current > 100 and collimator_diameter != 'Blocking'",
    description: "Is production run",
  },
  {
    name: "is_primex_production",
    code: "daq_run == 'PHYSICS_PRIMEX' and event_count > 1000000 and collimator_diameter != 'Blocking'",
    description: "Is PrimEx production run",
  },
  {
    name: "is_dirc_production",
    code: "daq_run == 'PHYSICS_DIRC' and beam_current > 2 and event_count > 5000000 and solenoid_current > 100 and collimator_diameter != 'Blocking'",
    description: "Is DIRC production run",
  },
  {
    name: "is_src_production",
    code: "daq_run == 'PHYSICS_SRC' and beam_current > 2 and event_count > 5000000 and solenoid_current > 100 and collimator_diameter != 'Blocking'",
    description: "Is SRC production run",
  },
  {
    name: "is_cpp_production",
    code: "daq_run == 'PHYSICS_CPP' and beam_current > 2 and event_count > 5000000 and solenoid_current > 100 and collimator_diameter != 'Blocking'",
    description: "Is CPP production run",
  },
  {
    name: "is_production_long",
    code: "daq_run == 'PHYSICS_raw' and beam_current > 2 and event_count > 5000000 and solenoid_current > 100 and collimator_diameter != 'Blocking'",
    description: "Is production run with long mode data",
  },
  {
    name: "is_cosmic",
    code: '"cosmic" in run_config and beam_current < 1 and event_count > 5000',
    description: "Is cosmic run",
  },
  {
    name: "is_empty_target",
    code: "target_type == 'EMPTY & Ready'",
    description: "Target is empty",
  },
  {
    name: "is_amorph_radiator",
    code: "polarization_angle < 0.",
    description: "Amorphous Radiator",
  },
  {
    name: "is_coherent_beam",
    code: "polarization_angle >= 0.",
    description: "Coherent Beam",
  },
  {
    name: "is_field_off",
    code: "solenoid_current < 100",
    description: "Field Off",
  },
  {
    name: "is_field_on",
    code: "solenoid_current >= 100",
    description: "Field On",
  },
  {
    name: "status_calibration",
    code: "status == 3",
    description: "Run status = calibration",
  },
  {
    name: "status_approved_long",
    code: "status == 2",
    description: "Run status = approved (long)",
  },
  {
    name: "status_approved",
    code: "status == 1",
    description: "Run status = approved",
  },
  {
    name: "status_unchecked",
    code: "status == -1",
    description: "Run status = unchecked",
  },
  {
    name: "status_reject",
    code: "status == 0",
    description: "Run status = reject",
  },
];
