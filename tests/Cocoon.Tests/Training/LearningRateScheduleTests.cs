using Cocoon.Training;
using Xunit;

namespace Cocoon.Tests.Training;

public sealed class LearningRateScheduleTests
{
    [Theory]
    [InlineData(0, 0.1)]     // 1/10 of the peak
    [InlineData(9, 1.0)]     // the last step of the warm-up
    [InlineData(10, 1.0)]    // 90 of 90 steps left
    [InlineData(55, 0.5)]
    [InlineData(99, 1 / 90.0)]
    [InlineData(100, 0.0)]
    public void Warm_up_then_a_straight_line_to_zero(long step, double share) =>
        Assert.Equal(share, LearningRateSchedule.At(ScheduleShape.WarmupThenLinear, 1, 10, 100, step), 12);

    [Theory]
    [InlineData(0, 0.1)]
    [InlineData(4, 0.5 * 0.96)] // decays while it warms up
    [InlineData(50, 0.5)]
    public void Electra_decays_from_the_first_step_on(long step, double share) =>
        Assert.Equal(share, LearningRateSchedule.At(ScheduleShape.LinearWithWarmup, 1, 10, 100, step), 12);

    [Theory]
    [InlineData(4, 0.5)]
    [InlineData(1000, 1)]
    public void Constant_after_the_warm_up(long step, double share) =>
        Assert.Equal(share, LearningRateSchedule.At(ScheduleShape.Constant, 1, 10, 100, step), 12);

    [Fact]
    public void No_warm_up_starts_at_the_peak() => Assert.Equal(2, LearningRateSchedule.At(ScheduleShape.WarmupThenLinear, 2, 0, 10, 0), 12);
}
