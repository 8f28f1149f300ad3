"""Gap reports: what one area lacks, in each form that people ask for."""
