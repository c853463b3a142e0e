#include "app/command.hpp"

namespace desvio::app {

std::vector<Command> const& all_commands() {
    static std::vector<Command> const commands{
        run_command(),
        sweep_command(),
        solve_for_command(),
        compare_command(),
        decompose_command(),
        threat_command(),
        describe_command(),
        validate_command(),
        schedule_list_command(),
        schedule_check_command(),
        schedule_show_command(),
        schedule_diff_command(),
        schedule_timeline_command(),
        base_check_command(),
        base_info_command(),
        base_import_command(),
        base_export_command(),
        base_settle_command(),
        base_aggregate_command(),
        base_split_command(),
        base_set_command(),
        base_diff_command(),
        base_compare_command(),
        analyze_command(),
        leontief_command(),
        bench_command(),
        report_command(),
        plot_command(),
        export_command(),
        rerun_command(),
        serve_command(),
        completion_command(),
    };
    return commands;
}

}  // namespace desvio::app
