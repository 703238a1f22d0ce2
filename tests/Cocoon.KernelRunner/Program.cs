using Cocoon.Kernels;
using Cocoon.Testing.Kernels;

// Runs kernel checks in a process of its own, so that tests can switch instruction sets off for it, or survive its death.
//   machine       what the runtime says it has
//   choice        which matrix kernel runs for bf16
//   probe         one product on every matrix kernel that claims to run
//   <check> ...   checks by name, or "all": prints a fingerprint of the results of each
switch (args)
{
    case ["machine"]:
        Console.WriteLine(KernelChecks.Machine());
        break;
    case ["choice"]:
        Console.WriteLine(KernelChoice.Select(Precision.Bf16));
        break;
    case ["probe"]:
        Console.WriteLine(KernelChecks.Probe());
        break;
    case []:
        Console.Error.WriteLine($"Name checks, or all: {string.Join(' ', KernelChecks.All.Keys)}; or machine, choice, probe.");
        return 2;
    default:
        foreach (string name in args is ["all"] ? KernelChecks.All.Keys : args) Console.WriteLine($"{name} {KernelChecks.All[name]()}");
        break;
}
return 0;
