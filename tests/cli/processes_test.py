"""What the program says when mpirun starts it several times, and when it was built without PETSc. Needs neither."""

import unittest

from program import INPUT, USAGE, ProgramTest


def launch(rank, size):
    """The environment in which Open MPI starts a process."""
    return {"OMPI_COMM_WORLD_RANK": str(rank), "OMPI_COMM_WORLD_SIZE": str(size)}


class Processes(ProgramTest):
    def test_the_first_refuses_to_do_what_all_would_do(self):
        self.refuse("validate", "half.toml", code=USAGE, environment=launch(0, 4),
                    says="4 processes were started, and each would do the same work")
        self.refuse("run", "half.toml", code=USAGE, environment={"PMI_RANK": "0", "PMI_SIZE": "2"}, says="2 processes")

    def test_the_others_leave_it_to_the_first(self):
        output, errors = self.run_program("run", "half.toml", environment=launch(3, 4))
        self.assertEqual((output, errors), ("", ""))

    def test_one_process_under_mpirun_does_anything(self):
        self.run_program("describe", "regions", environment=launch(0, 1))

    def test_what_is_no_number_is_no_launch(self):
        self.run_program("describe", "regions", environment=launch(0, "two"))

    def test_without_petsc_it_says_how_to_get_it(self):
        for environment in (None, launch(0, 2)):
            self.refuse("leontief", "m.h5", "--solver", "petsc", code=INPUT, environment=environment,
                        says=["was built without PETSc", "cmake --preset petsc"])


if __name__ == "__main__":
    unittest.main()
